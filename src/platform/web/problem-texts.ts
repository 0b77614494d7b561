/** What is said of a status when the thrown thing has no words of its own: code, title, what to do. */
export interface StatusText {
  code: string;
  title: string;
  detail: string;
}

const TEXTS: Record<number, [code: string, title: string, detail: string]> = {
  400: [
    'request.malformed',
    'Requête invalide',
    'La requête est illisible : vérifiez l’adresse et le corps JSON.',
  ],
  401: ['auth.unauthenticated', 'Authentification requise', 'Présentez une clé d’accès valable.'],
  403: ['auth.forbidden', 'Accès refusé', 'Cette action ne vous est pas permise.'],
  404: ['request.not-found', 'Introuvable', 'Il n’y a rien à cette adresse.'],
  405: ['request.method', 'Méthode refusée', 'Cette adresse n’accepte pas cette méthode.'],
  406: ['request.not-acceptable', 'Format indisponible', 'Le format demandé n’existe pas ici.'],
  408: ['request.timeout', 'Délai dépassé', 'La requête est arrivée trop lentement.'],
  409: ['request.conflict', 'Conflit', 'L’état actuel ne permet pas cette action.'],
  413: ['request.too-large', 'Requête trop volumineuse', 'Le corps de la requête dépasse la taille permise.'],
  414: ['request.url-too-long', 'Adresse trop longue', 'L’adresse dépasse la longueur permise.'],
  415: [
    'request.media-type',
    'Format refusé',
    'Envoyez du JSON, avec l’en-tête « Content-Type: application/json ».',
  ],
  422: [
    'request.unprocessable',
    'Requête inexécutable',
    'La requête est lisible mais ne peut pas être exécutée.',
  ],
  429: ['request.limited', 'Trop de requêtes', 'Attendez un peu avant de réessayer.'],
  500: [
    'server.fault',
    'Erreur interne',
    'Une erreur inattendue est survenue ; le journal la garde sous cet identifiant.',
  ],
  503: [
    'server.unavailable',
    'Service indisponible',
    'Le service est momentanément indisponible. Réessayez bientôt.',
  ],
  504: ['server.timeout', 'Délai dépassé', 'Un service dont dépend Relais n’a pas répondu à temps.'],
};

/** The text of a status; of 400 or 500 for those that are not in the table. */
export function textOf(status: number): StatusText {
  const [code, title, detail] = TEXTS[status] ?? TEXTS[status < 500 ? 400 : 500] ?? ['', '', ''];
  return { code, title, detail };
}
