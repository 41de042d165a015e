import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { chunks, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import type { Observed } from "../../core/resource";
import { scalingSchema, toScaling } from "../scaling-hold";
import { tagsOfTarget } from "../scaling-tags";

/** Application Auto Scaling's targets that no other kind looks after, and how they are read. */

/**
 * Every service namespace (Application Auto Scaling API reference) but `ecs`, `lambda`, `dynamodb`, `sagemaker`, `rds` and
 * `neptune`: those targets are held and restored by the kinds that they scale.
 */
const namespaces = [
  "appstream",
  "cassandra",
  "comprehend",
  "custom-resource",
  "ec2",
  "elasticache",
  "elasticmapreduce",
  "kafka",
  "workspaces",
] as const;
type Namespace = (typeof namespaces)[number];

/**
 * Fleets and pools hold their own targets. One that was held before they were kinds is still found by its name, so that it
 * resumes.
 */
const listed = namespaces.filter((namespace) => namespace !== "appstream" && namespace !== "workspaces");

export const targetDetail = z.strictObject({
  namespace: z.enum(namespaces),
  resourceId: z.string(),
  dimension: z.string(),
  scaling: scalingSchema,
});
export type TargetDetail = z.infer<typeof targetDetail>;

export type TargetName = Pick<TargetDetail, "namespace" | "resourceId" | "dimension">;

/** Tags are one call a target. AWS publishes no limit for it; a few at a time leave room for others. */
const readAtOnce = 5;

/** `namespace/dimension/resource`: only the resource, which may be an address of the web, has slashes of its own. */
function nativeIdOf({ namespace, dimension, resourceId }: TargetName): string {
  return `${namespace}/${dimension}/${resourceId}`;
}

/** Null for what is no id of this kind. */
export function nameOf(nativeId: string): TargetName | null {
  const [first, dimension, ...rest] = nativeId.split("/");
  const namespace = namespaces.find((one) => one === first);
  return namespace && dimension && rest.length > 0 ? { namespace, dimension, resourceId: rest.join("/") } : null;
}

export async function* discoverTargets(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<TargetDetail>> {
  const found = await Promise.all(asked(only).map(({ namespace, ids }) => targetsOf(aws, namespace, ids)));
  const wanted = only && new Set(only);
  const targets = found.flat().filter(({ detail }) => !wanted || wanted.has(nativeIdOf(detail)));
  for (const some of chunks(targets, readAtOnce)) {
    const tags = await Promise.all(some.map(({ arn }) => tagsOfTarget(aws, arn)));
    for (const [at, { arn, detail }] of some.entries()) {
      yield {
        nativeId: nativeIdOf(detail),
        arn,
        name: detail.resourceId,
        type: detail.namespace,
        tags: tags[at] ?? {},
        detail,
      };
    }
  }
}

interface Question {
  readonly namespace: Namespace;
  readonly ids?: readonly string[];
}

function asked(only: readonly string[] | undefined): readonly Question[] {
  if (!only) return listed.map((namespace) => ({ namespace }));
  const names = only.flatMap((id) => nameOf(id) ?? []);
  return namespaces.flatMap((namespace) => {
    const ids = names.filter((name) => name.namespace === namespace).map(({ resourceId }) => resourceId);
    return ids.length > 0 ? [{ namespace, ids: [...new Set(ids)] }] : [];
  });
}

async function targetsOf(
  aws: ReadDoor,
  namespace: Namespace,
  ids: readonly string[] | undefined,
): Promise<readonly { readonly arn: string; readonly detail: TargetDetail }[]> {
  const found = await scalableTargets(aws, namespace, ids);
  return found.map((target) => ({ arn: target.ScalableTargetARN ?? "", detail: detailOf(namespace, target) }));
}

function detailOf(namespace: Namespace, target: ScalableTarget): TargetDetail {
  const { ResourceId: resourceId = "", ScalableDimension: dimension = "" } = target;
  return { namespace, resourceId, dimension, scaling: toScaling(target) };
}
