import { Key } from "./key";

/** Turns a chart into the table that says the same, and back. Its word stays: that it is pressed says which one is there. */
export function TableToggle({
  pressed,
  onChange,
}: {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
}) {
  return (
    <Key size="sm" className="flex-none" aria-pressed={pressed} onClick={() => onChange(!pressed)}>
      Show as table
    </Key>
  );
}
