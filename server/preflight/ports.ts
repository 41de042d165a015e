/** What is asked of AWS before a plan is shown, beyond what a scan reads. Only reads. */
export interface Ahead {
  /** @throws FaultError also where KMS may not be asked */
  key(accountId: string, region: string, id: string): Promise<Key>;
  /** @throws FaultError also where IAM may not be asked */
  denials(accountId: string, region: string, question: Question): Promise<Denials>;
}

/** A KMS key as DescribeKey tells it. */
export interface Key {
  readonly arn: string;
  /** "Enabled", "Disabled", "PendingDeletion", … (KMS API reference, KeyState). */
  readonly state: string;
  /** AWS's own keys are always there, and grants on them need nobody's permission. */
  readonly isCustomers: boolean;
}

export interface Question {
  readonly actions: readonly string[];
  /** ARNs; none asks for all resources. */
  readonly resources: readonly string[];
  /** What a condition of a policy may ask for, by its key: `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string | boolean>>;
}

/**
 * By action: the resources for which it is denied for sure ("*" where all were asked for). What hangs on a condition that
 * the simulation cannot know is no denial.
 */
export type Denials = ReadonlyMap<string, readonly string[]>;
