import type { ActDoor, AwsCommand, ClientClass } from "../aws/door";
import { createFacts } from "../aws/facts";

/** Answers commands by operation name and keeps every call, for tests of one adapter's reads and calls. */
export interface RecordingDoor extends ActDoor {
  readonly calls: { readonly via: "read" | "act"; readonly operation: string; readonly input: unknown }[];
}

type Answer = (input: never) => object;

/** An operation without an answer fails the test by name. An answer may throw, as AWS would refuse. */
export function recordingDoor(answers: Readonly<Record<string, Answer>>): RecordingDoor {
  const calls: RecordingDoor["calls"] = [];
  const sender =
    (via: "read" | "act") =>
    async <In extends object, Out extends object>(_client: ClientClass, command: AwsCommand<In, Out>): Promise<Out> => {
      const operation = command.constructor.name.replace(/Command$/, "");
      calls.push({ via, operation, input: command.input });
      const answer = answers[operation];
      if (!answer) throw new Error(`The test has no answer for ${operation}`);
      return answer(command.input as never) as Out;
    };
  const place = { accountId: "111122223333", region: "eu-central-1" };
  const now = () => new Date("2026-11-20T12:00:00Z");
  return { ...place, now, read: sender("read"), act: sender("act"), facts: createFacts().of, calls };
}

/** Everything that a discovery yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
