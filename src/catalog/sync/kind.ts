import { IsIn } from 'class-validator';
import { type Kind, KINDS } from '../catalog.port.js';

/** The kind in an address. */
export class KindParam {
  @IsIn(KINDS)
  kind: Kind;
}
