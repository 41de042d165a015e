import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.readyz, async (app, ctx, input) => {
  const body = await app.usecases.readyz(ctx, input);
  return { body, status: body.status === "ready" ? 200 : 503 };
});
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
