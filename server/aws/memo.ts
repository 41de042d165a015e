import type { AwsCall } from "./door";

/** Answers of one scan: who asks the same a second time gets the first answer, or the first failure. */
export interface Memo {
  once(call: AwsCall, answer: () => Promise<object>): Promise<object>;
}

export function createMemo(): Memo {
  const answers = new Map<string, Promise<object>>();
  return {
    once({ region, service, operation, input }, answer) {
      const key = `${region} ${service}:${operation} ${canonicalJson(input)}`;
      const known = answers.get(key) ?? answer();
      answers.set(key, known);
      return known;
    },
  };
}

/** JSON with sorted keys: equal inputs give equal text, in whatever order they were written. */
function canonicalJson(input: object): string {
  return JSON.stringify(input, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
