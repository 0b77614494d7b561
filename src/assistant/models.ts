import { Injectable } from '@nestjs/common';
import { type LanguageModel, Models } from './assistant.port.js';

/** The seat of the model: the last one that sat down. */
@Injectable()
export class ModelSeat extends Models {
  current: LanguageModel | null = null;

  use(model: LanguageModel): void {
    this.current = model;
  }
}
