import { robotTypes } from './robot';
import { typesForm } from './types';

/** The same fields for people and groups: the node's description has them once. */
export const robotTypesForm = typesForm(robotTypes);
