import type { getHold, WireHold } from "../contract/holds";
import type { Perform } from "./app";

/** A saved configuration as a browser keeps it: a file, named for what it is of and when it was saved. */
export const holdFile: Perform<typeof getHold> = async (app, ctx, input) => {
  const body = await app.usecases.getHold(ctx, input);
  return { body, headers: { "content-disposition": `attachment; filename="${fileNameOf(body)}"` } };
};

/** Names come from tags and may hold anything: only what every file system and header takes is left of them. */
function fileNameOf({ kind, name, createdAt }: WireHold): string {
  const parts = ["standby", kind, name, createdAt.slice(0, 10)];
  return `${parts.map((part) => part.replace(/[^\w.-]+/g, "-").slice(0, 100)).join("-")}.json`;
}
