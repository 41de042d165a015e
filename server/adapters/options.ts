import { z } from "zod";
import type { AnyAdapter } from "./contract";

/** What a plan may say of a kind, as its options schema describes itself: for pages, screens and the wire. */
export interface KindOption {
  readonly name: string;
  /** What saying it means: "deleted and made again". */
  readonly what: string;
  /** Off unless somebody accepts what it says: a refusal may name it (`accepts`). */
  readonly acceptable: boolean;
  /** What holds where a plan does not say it. */
  readonly byDefault: unknown;
}

/** An option that is off unless somebody accepts what it says. */
export function acceptable(what: string) {
  return z.boolean().default(false).meta({ description: what, acceptable: true });
}

const described = z.object({
  description: z.string(),
  acceptable: z.literal(true).optional(),
  default: z.unknown(),
});

/** @throws ZodError for an option that does not describe itself */
export function optionsOf({ options }: Pick<AnyAdapter, "options">): readonly KindOption[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, acceptable, default: byDefault } = described.parse(schema);
    return { name, what: description, acceptable: acceptable === true, byDefault };
  });
}
