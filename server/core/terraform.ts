/** What Standby keeps of a Terraform state: which resources it manages. States hold secrets, so nothing else is kept. */

export interface TerraformAddress {
  /** `module.web.aws_instance.api[0]` */
  readonly address: string;
  readonly type: string;
  readonly id: string;
  /** Empty where its type has none. */
  readonly arn: string;
}

/** The part of a state file that is read. Written by hand, as the browser reads it, too, before anything is sent. */
export interface ReadState {
  readonly lineage: string;
  /** Grows with every version of the state. */
  readonly serial: number;
  readonly addresses: readonly TerraformAddress[];
}

export interface TerraformState extends Omit<ReadState, "addresses"> {
  readonly id: string;
  readonly accountId: string;
  /** What people call it. */
  readonly name: string;
  /** How many resources it manages. */
  readonly resources: number;
  readonly importedAt: Date;
  readonly importedBy: string;
}

/** An address with the state that it is from. */
export interface ManagedAddress extends TerraformAddress {
  readonly accountId: string;
  readonly state: string;
}
