import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.listGroups);
export const POST = route(endpoints.createGroup);
export const { PUT, PATCH, DELETE } = methodNotAllowed("GET", "POST");
