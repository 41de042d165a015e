import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A label, a figure, and one line that says where it comes from. */
export function Figure({
  label,
  children,
  note,
  tone,
}: {
  label: string;
  children: ReactNode;
  note?: ReactNode;
  /** proof: money saved, verified · ember: the note needs somebody. */
  tone?: "proof" | "ember";
}) {
  return (
    <div>
      <div className="l">{label}</div>
      <div className={classNames("v", tone === "proof" && "text-proof")}>{children}</div>
      {note && <div className={classNames("n", tone === "ember" && "text-ember!")}>{note}</div>}
    </div>
  );
}
