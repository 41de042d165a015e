import { type ZodType, z } from "zod";
import type { ReadDoor } from "../aws/door";
import { cloudControlReads, type ResourceModel, readDescribed } from "../aws/reads/cloud-control";
import { accountDigits } from "../aws/reads/identity";
import type { Observed, Tags } from "../core/resource";
import type { Adapter } from "./contract";
import { isHome, partitionOf, toTags, withTags } from "./listing";
import { defineReport, type Report } from "./report";

/**
 * A kind that is only reported, read as CloudFormation describes it: one way for services of which nothing but a list is
 * wanted, without a client of their own.
 */
export interface DescribedReport<Detail, Properties> extends Omit<Report<Detail>, "discover"> {
  /** `AWS::MWAA::Environment`. */
  readonly type: string;
  /** The properties that are used, by CloudFormation's names (the type's resource reference). All may be missing. */
  readonly properties: ZodType<Properties>;
  observe(properties: Properties, id: string, aws: ReadDoor): Looked<Detail> | Promise<Looked<Detail>>;
  /** What a list of the type needs beside its name (its ResourceModel): one list for each. */
  models?(region: string): readonly ResourceModel[];
  /** It belongs to no region: each describes the same, so it is read in one. */
  readonly global?: true;
  /** Its description tells no tags: they are asked for apart. */
  readonly tagsApart?: true;
  /** What is there and bills nothing by itself (deleted, somebody else's) is left out. */
  bills?(properties: Properties, id: string, aws: ReadDoor): boolean | Promise<boolean>;
}

type Looked<Detail> = Omit<Observed<Detail>, "nativeId">;

/** An adapter that lists what Cloud Control describes. `read` names the service's own permissions: Cloud Control asks for them. */
export function defineDescribed<Detail, Properties>(
  described: DescribedReport<Detail, Properties>,
): Adapter<Detail, null, never, object> {
  const { type, properties, observe, bills = () => true, tagsApart, models, global, ...report } = described;
  async function* all(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
    if (global && !isHome(aws.region)) return;
    for await (const { id, properties: told } of readDescribed(aws, type, only, models?.(aws.region))) {
      const found = properties.parse(told);
      if (await bills(found, id, aws)) yield { nativeId: id, ...(await observe(found, id, aws)) };
    }
  }
  return defineReport<Detail>({
    ...report,
    read: [...cloudControlReads, ...report.read, ...(tagsApart ? ["tag:GetResources"] : [])],
    async *discover(aws, only) {
      if (!tagsApart) return yield* all(aws, only);
      const found: Observed<Detail>[] = [];
      for await (const one of all(aws, only)) found.push(one);
      yield* await withTags(aws, null, found);
    },
  });
}

/** The ARN of what is described without one: `arnHere(aws, "ds", "directory/d-90a1")`. */
export async function arnHere(aws: ReadDoor, service: string, resource: string): Promise<string> {
  return `arn:${partitionOf(aws.region)}:${service}:${aws.region}:${await accountDigits(aws)}:${resource}`;
}

const pairs = z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() }));
const record = z.record(z.string(), z.string());

/** Tags as types of CloudFormation tell them: a list of pairs, or an object. */
export const describedTags: ZodType<Tags> = z
  .union([pairs, record])
  .optional()
  .transform((tags): Tags => (Array.isArray(tags) ? toTags(tags) : (tags ?? {})));
