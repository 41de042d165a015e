/** What people should know although nobody did it through Standby. */

/**
 * woke: something paused runs again, and the guard only reports it · pausedAgain: the guard switched it off again
 * honoured: somebody woke it and was right, its hold ended · appeared: something new runs inside a paused group
 */
export const noticeKinds = ["woke", "pausedAgain", "honoured", "appeared"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface Notice {
  readonly id: string;
  readonly at: Date;
  readonly kind: NoticeKind;
  readonly accountId: string;
  readonly groupId: string | null;
  readonly resourceId: string;
  /** The resource's name. */
  readonly name: string;
  readonly text: string;
  /** What the guard did about it. */
  readonly operationId: string | null;
  /** Null while it still holds. */
  readonly endedAt: Date | null;
}
