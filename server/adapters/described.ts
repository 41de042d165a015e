import { type ZodType, z } from "zod";
import type { ReadDoor } from "../aws/door";
import { cloudControlReads, readDescribed } from "../aws/reads/cloud-control";
import type { Observed, Tags } from "../core/resource";
import type { Adapter } from "./contract";
import { toTags } from "./listing";
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
  observe(properties: Properties, id: string, aws: ReadDoor): Omit<Observed<Detail>, "nativeId">;
  /** What is there and bills nothing by itself (deleted, somebody else's) is left out. */
  bills?(properties: Properties): boolean;
}

/** An adapter that lists what Cloud Control describes. `read` names the service's own permissions: Cloud Control asks for them. */
export function defineDescribed<Detail, Properties>(
  described: DescribedReport<Detail, Properties>,
): Adapter<Detail, null, never, object> {
  const { type, properties, observe, bills = () => true, ...report } = described;
  return defineReport<Detail>({
    ...report,
    read: [...cloudControlReads, ...report.read],
    async *discover(aws, only) {
      for await (const { id, properties: told } of readDescribed(aws, type, only)) {
        const found = properties.parse(told);
        if (bills(found)) yield { nativeId: id, ...observe(found, id, aws) };
      }
    },
  });
}

const pairs = z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() }));
const record = z.record(z.string(), z.string());

/** Tags as types of CloudFormation tell them: a list of pairs, or an object. */
export const describedTags: ZodType<Tags> = z
  .union([pairs, record])
  .optional()
  .transform((tags): Tags => (Array.isArray(tags) ? toTags(tags) : (tags ?? {})));
