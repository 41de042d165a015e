import { urlOf } from "@/components/data/api";
import type { WireOperation } from "@/server/contract/operations";

const formats = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["html", "HTML"],
] as const;

/** The operation as a file: all say the same. */
export function ReportLinks({ operation: { id } }: { readonly operation: Pick<WireOperation, "id"> }) {
  return (
    <p className="mid mt-5">
      Download report:{" "}
      {formats.map(([format, word], at) => (
        <span key={format}>
          {at > 0 && ", "}
          <a href={urlOf("reportOperation", { params: { id }, query: { format } })} download className="nw">
            {word}
          </a>
        </span>
      ))}
    </p>
  );
}
