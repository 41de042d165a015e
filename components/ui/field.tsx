import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { classNames } from "./class-names";

interface Frame {
  readonly label: string;
  /** What to write, said before anything is wrong. */
  readonly hint?: ReactNode;
  /** What is wrong and what to do. */
  readonly error?: string | null;
  readonly className?: string;
}

/** A label, an input and its error. */
export function Field({
  label,
  hint,
  error,
  className,
  ...input
}: Frame & Omit<InputHTMLAttributes<HTMLInputElement>, "className">) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} error={error ?? null} {...(className ? { className } : {})}>
      <input {...input} {...describedBy(id, hint, error)} id={id} className={classNames("inp", error && "wrong")} />
    </Framed>
  );
}

/** A box to tick, with its words beside it. */
export function CheckField({
  label,
  hint,
  className,
  ...input
}: Omit<Frame, "error"> & Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "type">) {
  const id = useId();
  return (
    <div className={classNames("flex items-start gap-2.5", className)}>
      <input {...input} {...describedBy(id, hint, null)} id={id} type="checkbox" className="tick" />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-ink-3">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

function Framed({ id, label, hint, error, className, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-xs text-fault">
          {error}
        </p>
      )}
      {hint && !error && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, hint: ReactNode, error: string | null | undefined) {
  if (error) return { "aria-invalid": true, "aria-describedby": `${id}-error` };
  return hint ? { "aria-describedby": `${id}-hint` } : {};
}
