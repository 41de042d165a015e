import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, streamRoute } from "@/server/http/route";

export const GET = streamRoute(endpoints.streamOperation);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
