import { urlOf } from "@/components/data/api";
import { FileLinks } from "@/components/ui/file-links";
import type { WireOperation } from "@/server/contract/operations";

/** The operation as a file. */
export function ReportLinks({ operation: { id } }: { readonly operation: Pick<WireOperation, "id"> }) {
  const hrefOf = (format: string) => urlOf("reportOperation", { params: { id }, query: { format } });
  return <FileLinks label="Download report" hrefOf={hrefOf} />;
}
