import { endpoints } from "@/server/contract/endpoints";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.getOperationSavings);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
