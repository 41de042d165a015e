import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const POST = route(endpoints.setup, async (app, ctx, { body }) => ({
  body: await app.access.setup.redeem(ctx, body),
}));
export const { GET, PUT, PATCH, DELETE } = methodNotAllowed("POST");
