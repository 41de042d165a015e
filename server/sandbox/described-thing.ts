import { type RegionKey, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** One resource that is told by Cloud Control and has no corner of its own. */
export interface DescribedThing {
  /** Where it stands when the sandbox begins. */
  readonly at: RegionKey;
  /** `AWS::MWAA::Environment`. */
  readonly type: string;
  readonly id: string;
  /** By CloudFormation's property names. */
  readonly properties: Readonly<Record<string, unknown>>;
  /**
   * The property that tells its ARN, left out where none does; and the ARN's part after `arn:aws:`: `@` stands for region
   * and account, after `::` for the account alone; the id follows.
   */
  readonly arn: { readonly property?: string; readonly path: string };
  /** CloudFormation's primary identifier of the type is the ARN, not the id. */
  readonly isNamedByArn?: boolean;
  /** Where its description tells no tags: those that the tagging API knows. */
  readonly tags?: TagMap;
}

/** Of the team that tries things out: as an object, and as the list of pairs that most types have. */
export const labTags = tagsOf("lab", "data");
export const labTagList = Object.entries(labTags).map(([Key, Value]) => ({ Key, Value }));
