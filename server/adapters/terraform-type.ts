import type { Observed } from "../core/resource";

export interface TerraformType<Detail = unknown, Saved = unknown> {
  /**
   * What a plan of Terraform shows as changed while it is paused: attributes, `type.attribute` of resources beside it, or
   * `wholeResource`. `before` is what the pause found.
   */
  drift(saved: Saved, before: Observed<Detail>): readonly string[];
  /** Those among them for which Terraform deletes the resource and makes a new one. */
  readonly forcesNew?: readonly string[];
  /** A resume brings it back under another id, which Terraform then has to be told. */
  readonly newId?: true;
  /** Whether an id of a state is its, where that is neither its ARN nor its native id. */
  isId?(id: string, of: { readonly nativeId: string; readonly arn: string }): boolean;
}

/** As drift: it is deleted while it is paused, so Terraform would make it again. */
export const wholeResource = "the whole resource";
