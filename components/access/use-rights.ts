"use client";

import { useMe } from "@/components/data/use-me";

export interface Rights {
  /** Read accounts again, make plans and start them. */
  readonly mayOperate: boolean;
  /** Connect accounts, make and change groups. */
  readonly mayAdminister: boolean;
}

/**
 * Which keys the reader's role can use. The server decides each time anew; this only keeps a key that would be refused
 * from looking as if it could be pressed.
 */
export function useRights(): Rights {
  const role = useMe().data?.role;
  return { mayOperate: role === "operator" || role === "admin", mayAdminister: role === "admin" };
}
