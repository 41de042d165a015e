import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listOperations);
export const POST = route(endpoints.startOperation);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
