import { ApplicationAutoScalingClient, ListTagsForResourceCommand } from "@aws-sdk/client-application-auto-scaling";
import type { ReadDoor } from "../aws/door";
import type { Tags } from "../core/resource";
import { nullWhenGone } from "./read-each";

/**
 * The tags of a scalable target, one call each: the tagging API does not know them. One that was registered before targets
 * had ARNs has none, and so has one that was deregistered since the list.
 */
export async function tagsOfTarget(aws: ReadDoor, ResourceARN: string | undefined): Promise<Tags> {
  if (!ResourceARN) return {};
  const command = new ListTagsForResourceCommand({ ResourceARN });
  return { ...(await nullWhenGone(aws.read(ApplicationAutoScalingClient, command)))?.Tags };
}
