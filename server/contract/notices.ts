import { z } from "zod";
import { noticeKinds } from "../core/notice";
import { instant, limit, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** What people should know although nobody did it through Standby. */
const notice = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(noticeKinds),
  resourceId: z.string(),
  /** The resource's name. */
  name: z.string(),
  accountId: z.string(),
  account: z.string(),
  /** The group whose guard it was; null for a resource in no group. */
  groupId: z.string().nullable(),
  /** Its name; null also where the group was removed. */
  group: z.string().nullable(),
  text: z.string(),
  /** What the guard did about it. */
  operationId: z.string().nullable(),
  /** Null while it still holds; `pausedAgain` and `honoured` are over as soon as they happen. */
  endedAt: instant.nullable(),
});
export type WireNotice = z.infer<typeof notice>;

export const listNotices = defineEndpoint({
  id: "listNotices",
  method: "GET",
  path: "/notices",
  summary: "What woke, what the guard did about it, what is new in paused groups; what still holds first",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ limit }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(notice) }),
});
