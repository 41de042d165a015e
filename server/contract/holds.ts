import { z } from "zod";
import { idParams, none } from "./common";
import { defineEndpoint } from "./endpoint";
import { listHolds } from "./operations";

const hold = listHolds.response.shape.items.element;

export const endHold = defineEndpoint({
  id: "endHold",
  method: "POST",
  path: "/holds/{id}/end",
  summary: "Let a resource stay as it is; its saved configuration stays in `GET /holds?state=ended`",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: z.strictObject({ reason: z.string().trim().min(1, "say why").max(500) }),
  status: 200,
  response: hold,
});
