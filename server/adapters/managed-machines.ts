import type { Tags } from "../core/resource";
import type { Relation } from "./contract";

/**
 * What made an instance or its Auto Scaling group, where that is a kind of Standby's own. It is acted on through its maker
 * only: stopped behind its back, EKS and Batch replace it. The maker is the outermost owner, so an instance names it and
 * not the group between them, and the money of both is counted once, with the maker.
 */
export function makerOf(tags: Tags): Relation | null {
  return nodegroupOf(tags) ?? environmentOf(tags);
}

/** EKS puts both tags on the Auto Scaling group of a managed node group and on its nodes (EKS User Guide). */
function nodegroupOf(tags: Tags): Relation | null {
  const cluster = tags["eks:cluster-name"];
  const name = tags["eks:nodegroup-name"];
  return cluster && name ? { role: "owner", kind: "eks.nodegroup", nativeId: `${cluster}/${name}` } : null;
}

const groupTag = "aws:autoscaling:groupName";
/** The Auto Scaling group that Batch makes: `AWSBatch-<environment>-asg-<uuid>`. */
const batchGroup = /^AWSBatch-(.+)-asg-[0-9a-f-]{8,}$/;

/**
 * Batch marks everything that it makes with its service tag. The environment's name, or ARN, is in a tag of its own on
 * some instances only; the name of the group has it always.
 */
function environmentOf(tags: Tags): Relation | null {
  const named = tags["aws:batch:compute-environment"]?.split("/").at(-1);
  const name = named || (tags.AWSBatchServiceTag && batchGroup.exec(tags[groupTag] ?? "")?.[1]);
  return name ? { role: "owner", kind: "batch.computeEnvironment", nativeId: name } : null;
}

/** An Auto Scaling group's own tags do not name it. */
export function makerOfGroup(name: string, tags: Tags): Relation | null {
  return makerOf({ ...tags, [groupTag]: name });
}
