import { ListTagsCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed, Tags } from "../../core/resource";
import { withTags } from "../listing";
import { nullWhenGone, readEach } from "../read-each";

/** Reads that all kinds of SageMaker need. */

/** How things are read that a list only names. */
export interface NamedReads<Thing, Detail> {
  list(token: string | undefined): Promise<{ readonly names: readonly string[]; readonly next: string | undefined }>;
  describe(name: string): Promise<Thing>;
  /** What bills nothing any more is left out: also what is looked for by its name may have ended meanwhile. */
  bills(thing: Thing): boolean;
  observed(thing: Thing): Omit<Observed<Detail>, "tags">;
}

/** Things that are described side by side. SageMaker publishes no limit for its Describe calls. */
const readAtOnce = 10;

/** Lists, then describes each, then asks for the tags of those that bill. */
export async function* discoverNamed<Thing, Detail>(
  aws: ReadDoor,
  reads: NamedReads<Thing, Detail>,
  only: readonly string[] | undefined,
): AsyncGenerator<Observed<Detail>> {
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const thing of readEach(only ?? namesOf(reads), readAtOnce, (name) => reads.describe(name))) {
    if (reads.bills(thing)) found.push(reads.observed(thing));
  }
  yield* await withTags(aws, null, found, only);
}

async function* namesOf({ list }: Pick<NamedReads<never, never>, "list">): AsyncGenerator<string> {
  for await (const { names } of pages(list, ({ next }) => next)) yield* names;
}

/**
 * The tags of one resource, by SageMaker itself: the tagging API is minutes behind, and a resource that was just made
 * again is compared at once. Something that is being deleted may have none any more.
 */
export async function tagsOf(aws: ReadDoor, arn: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = {};
  const list = pages(
    async (token) => {
      const command = new ListTagsCommand({ ResourceArn: arn, ...(token && { NextToken: token }) });
      return (await nullWhenGone(aws.read(SageMakerClient, command))) ?? { Tags: [], NextToken: undefined };
    },
    (out) => out.NextToken,
  );
  for await (const { Tags = [] } of list) for (const { Key = "", Value = "" } of Tags) tags[Key] = Value;
  return tags;
}

/**
 * Whether SageMaker failed for lack of machines. It says so only in a sentence: "Unable to provision requested ML compute
 * capacity due to InsufficientInstanceCapacity error", "Insufficient notebook instance capacity. Retry later".
 */
export function isCapacity(failure: string | null): boolean {
  return /capacity/i.test(failure ?? "");
}

/** Nobody but AWS itself may give tags that begin with `aws:` (AWS Tagging best practices), so they cannot be put back. */
export function ownTags(tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
}
