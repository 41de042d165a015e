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

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What it means, in one sentence. */
  readonly hint: string;
}

/** One of a few, each with its sentence. */
export function ChoiceField<Value extends string>({
  label,
  name,
  choices,
  chosen,
}: {
  readonly label: string;
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
}) {
  const id = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex flex-col gap-2">
        {choices.map(({ value, label: word, hint }) => (
          <div key={value} className="flex items-start gap-2.5">
            <input
              type="radio"
              className="tick"
              id={`${id}-${value}`}
              name={name}
              value={value}
              defaultChecked={value === chosen}
              aria-describedby={`${id}-${value}-hint`}
            />
            <div>
              <label htmlFor={`${id}-${value}`}>{word}</label>
              <p id={`${id}-${value}-hint`} className="text-xs text-ink-3">
                {hint}
              </p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
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
