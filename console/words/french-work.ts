/** Words that several pages of work share. */
export const work = {
  work: {
    confirm: 'Confirmer',
    cancel: 'Annuler',
    all: 'Tous',
    never: 'jamais',
    none: '–',
    back: 'Retour à la liste',
    sections: 'Parties de la page',
    search: 'Chercher',
    clear: 'Effacer',
    at: 'Le',
    more: 'Détail',
    yes: 'oui',
    no: 'non',
    download: (format: string) => `Télécharger en ${format}`,
  },
};
