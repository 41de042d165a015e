import type { KindOptions } from "../core/account";
import { RefusalError } from "../core/fault";
import type { Deps } from "./deps";
import type { CheckedScope } from "./scope";

/** Options are checked by the adapter that they are for. @throws RefusalError invalid */
export function checkOptions({ adapters }: Pick<Deps, "adapters">, options: KindOptions): KindOptions {
  const checked: Record<string, unknown> = {};
  for (const [kind, value] of Object.entries(options)) {
    const adapter = adapters.find((one) => one.kind === kind);
    if (!adapter) {
      const known = adapters.map((one) => one.kind).join(", ");
      throw new RefusalError("invalid", "The options name an unknown kind", [
        { pointer: `/options/${kind}`, detail: `is not a kind; there are ${known}` },
      ]);
    }
    const parsed = adapter.options.safeParse(value);
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => ({
        pointer: ["/options", kind, ...issue.path].join("/"),
        detail: issue.message,
      }));
      throw new RefusalError("invalid", `The options for ${kind} are not right`, errors);
    }
    checked[kind] = parsed.data;
  }
  return checked;
}

/**
 * A plan's options with what the groups that it names accept. Of several groups only what all of them accept: what one
 * allows to be made again may be what another must keep.
 */
export function withGroupOptions({ scope, groups }: CheckedScope, own: KindOptions): KindOptions {
  const named = groups.filter(({ id, name }) => scope.groups?.includes(id) || scope.groups?.includes(name));
  const [first, ...others] = named.map(({ options }) => options);
  if (!first) return own;
  const shared = Object.entries(first).map(([kind, options]): [string, KindOptions] => {
    const fields = Object.entries(fieldsOf(options));
    return [kind, Object.fromEntries(fields.filter(([field, value]) => others.every(accepts(kind, field, value))))];
  });
  const merged = new Map(shared);
  for (const [kind, options] of Object.entries(own)) merged.set(kind, { ...merged.get(kind), ...fieldsOf(options) });
  return Object.fromEntries(merged);
}

function accepts(kind: string, field: string, value: unknown): (options: KindOptions) => boolean {
  return (options) => fieldsOf(options[kind])[field] === value;
}

function fieldsOf(options: unknown): KindOptions {
  return typeof options === "object" && options !== null ? (options as KindOptions) : {};
}
