import type { WireKind } from "@/server/contract/kinds";
import type { KindOptions } from "@/server/core/account";

/** What a pause takes only where somebody accepts it: the kind's own option, and what saying it means. */
export interface Accepted {
  readonly kind: string;
  readonly option: string;
  readonly label: string;
}

/** All that a refusal may ask for, as the kinds describe it themselves. */
export function acceptableOf(kinds: readonly Pick<WireKind, "kind" | "plural" | "options">[]): readonly Accepted[] {
  return kinds.flatMap(({ kind, plural, options }) =>
    options
      .filter(({ acceptable }) => acceptable)
      .map(({ name, what }) => ({ kind, option: name, label: `${plural}: ${what}` })),
  );
}

export function isAccepted(options: KindOptions, { kind, option }: Accepted): boolean {
  const own = options[kind];
  return typeof own === "object" && own !== null && Reflect.get(own, option) === true;
}

/** The options with these of all accepted and no others; what else they say stays. */
export function withAccepted(
  options: KindOptions,
  all: readonly Accepted[],
  accepted: readonly Accepted[],
): Record<string, unknown> {
  const result: Record<string, object> = {};
  for (const [kind, own] of Object.entries(options)) result[kind] = { ...(own as object) };
  for (const { kind, option } of all) {
    const isOn = accepted.some((one) => one.kind === kind && one.option === option);
    if (isOn || kind in result) result[kind] = { ...result[kind], [option]: isOn };
  }
  return result;
}
