import { canonicalJson } from "../core/canonical-json";
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
