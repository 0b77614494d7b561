import { MessageFiles } from '../whatsapp.contract.js';
import { Arrivals } from './arrivals.js';
import { Bearing } from './bearing.js';
import { FetchJob } from './fetch.job.js';
import { Fetching } from './fetching.js';
import { Files } from './files.js';
import { LinkedFiles } from './linked-files.js';
import { Links } from './links.js';
import { LinksController } from './links.controller.js';
import { MediaFiles } from './media-files.js';
import { MediaRotation } from './media-rotation.js';
import { MediaController, MessageMediaController } from './media.controller.js';
import { MediaHealth } from './media.health.js';
import { MediaJob } from './media.job.js';
import { MediaRepository } from './media.repository.js';
import { MessageFilesService } from './message-files.js';
import { Shelf } from './shelf.js';
import { Uploads } from './uploads.js';

/** What the wiring of the room needs of its files. */
export const MEDIA_CONTROLLERS = [MediaController, MessageMediaController, LinksController];
export const MEDIA_PROVIDERS = [
  MediaRepository,
  Bearing,
  Shelf,
  Fetching,
  MessageFilesService,
  MediaFiles,
  Uploads,
  Links,
  LinkedFiles,
  Files,
  Arrivals,
  FetchJob,
  MediaJob,
  MediaHealth,
  MediaRotation,
  { provide: MessageFiles, useExisting: MessageFilesService },
];
