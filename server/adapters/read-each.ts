import { chunks } from "../aws/door";
import { FaultError } from "../core/fault";

/** Reads of what a list only names. */

/** What does not exist any more is nothing; any other fault stays one. */
export async function nullWhenGone<Out>(answer: Promise<Out>): Promise<Out | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === "gone") return null;
    throw error;
  }
}

/** The same where an answer is a list: of what does not exist any more, an answer without anything in it. */
export async function emptyWhenGone<Out extends object>(answer: Promise<Out>): Promise<Partial<Out>> {
  return (await nullWhenGone(answer)) ?? {};
}

/** Reads each by itself, so many side by side. What AWS does not know, or not any more, is left out, and so is null. */
export async function* readEach<Thing>(
  ids: Iterable<string> | AsyncIterable<string>,
  atOnce: number,
  read: (id: string) => Promise<Thing | null>,
): AsyncGenerator<Thing> {
  const all: string[] = [];
  for await (const id of ids) all.push(id);
  for (const some of chunks(all, atOnce)) {
    const things = await Promise.all(some.map((id) => nullWhenGone(read(id))));
    for (const thing of things) if (thing !== null) yield thing;
  }
}
