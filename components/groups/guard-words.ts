import type { Choice } from "@/components/ui/field";
import type { WireGroup } from "@/server/contract/groups";
import type { Guard } from "@/server/core/account";

/** What the guard does when something paused in a group wakes, in words. Pure. */

const words: Readonly<Record<Guard, Omit<Choice<Guard>, "value">>> = {
  enforce: { label: "Pause it again", hint: "What AWS or a person started is paused again, and that is shown." },
  honour: { label: "Let it run", hint: "Whoever started it is right: it stays on, and Standby no longer holds it." },
  report: { label: "Only show it", hint: "It is shown on the overview. Nothing else is done." },
};

export const guardChoices: readonly Choice<Guard>[] = (["enforce", "honour", "report"] as const).map((value) => ({
  value,
  ...words[value],
}));

/** "What wakes is paused again": the guard of a group, in a line. */
export function guardWords(guard: WireGroup["guard"]): string {
  const lines: Readonly<Record<Guard, string>> = {
    enforce: "what wakes is paused again",
    honour: "what wakes may stay on",
    report: "what wakes is only shown",
  };
  return lines[guard];
}

export function guardOf(value: FormDataEntryValue | null): Guard {
  return guardChoices.find((choice) => choice.value === value)?.value ?? "report";
}
