import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from '../../platform/vault/key-rotation.js';
import { MediaRepository } from './media.repository.js';
import { Shelf } from './shelf.js';

/** Seals files and their names anew when keys change. */
@Injectable()
export class MediaRotation implements OnModuleInit {
  constructor(
    private readonly rotation: KeyRotation,
    private readonly media: MediaRepository,
    private readonly shelf: Shelf,
  ) {}

  onModuleInit(): void {
    const rotate = () => this.media.rotate((key) => this.shelf.renew(key));
    this.rotation.add({ name: 'whatsapp_media', rotate });
  }
}
