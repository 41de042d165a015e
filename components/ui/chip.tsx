import { Plus, X } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";

/** One part of a filter: `Group dev, staging`; `not` marks what is left out. */
export function Chip({
  label,
  value,
  not = false,
  onRemove,
}: {
  label: string;
  value: string;
  not?: boolean;
  onRemove?: () => void;
}) {
  const field = not ? `not ${label}` : label;
  return (
    <span className="chip">
      <span className="dim">{field}</span>
      <b>{value}</b>
      {onRemove && (
        <button type="button" className="chip-x" onClick={onRemove} aria-label={`Remove the filter ${field} ${value}`}>
          <X size={14} strokeWidth={1.5} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** The key that adds to a row of chips. Takes a ref and a button's attributes, so it can open a menu. */
export function AddChip({ children = "Filter", ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className="chip add">
      <Plus size={14} strokeWidth={1.5} aria-hidden="true" />
      {children}
    </button>
  );
}

/** An AWS tag, a kind, a region: a short fact about a thing. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>;
}
