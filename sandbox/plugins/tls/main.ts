import { serve } from "../provider/server";
import { tlsProvider } from "./provider";

serve(tlsProvider);
