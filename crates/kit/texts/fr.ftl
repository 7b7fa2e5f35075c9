# Textes communs à toutes les pages.
kit-title = { $title } · { $brand }
kit-title-error = Erreur : { $title } · { $brand }
kit-skip = Aller au contenu
kit-menu = Ouvrir le menu
kit-menu-close = Fermer le menu
kit-console = Console d’administration
kit-language = Langue
kit-appearance = Apparence
kit-scheme-system = Comme sur mon appareil
kit-scheme-light = Claire
kit-scheme-dark = Sombre
kit-reference = Référence
kit-time-label = Heure
kit-mail-footer = Ce message vous a été envoyé par { $brand }. Personne ne vous demandera jamais un code par téléphone ou par courriel.

help = Aide
privacy = Confidentialité
accessibility = Accessibilité

kit-date = { $day ->
    [1] 1er
   *[other] { $day }
 } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
 } { $year }
kit-time = { $hour }:{ $minute }
kit-moment = { $date } à { $time }

error-home = Aller à la page d’accueil
error-again = Réessayer
error-400-title = Cette demande n’a pas pu être comprise
error-400-remedy = L’adresse ou le formulaire n’est pas conforme. Revenez en arrière et recommencez.
error-403-title = Cette demande n’a pas été acceptée
error-403-remedy = La page est peut-être restée ouverte longtemps, ou elle a été ouverte dans un autre navigateur. Revenez en arrière, rechargez la page et recommencez.
error-404-title = Il n’y a rien à cette adresse
error-404-remedy = Vérifiez l’adresse. Si un lien vous a conduit ici, il est peut-être ancien.
error-405-title = Cette adresse ne fait pas cela
error-405-remedy = Revenez en arrière et utilisez les boutons et les liens de la page.
error-413-title = C’est trop à la fois
error-413-remedy = Envoyez moins de texte ou un fichier plus petit.
error-415-title = Ce type de contenu n’est pas lu ici
error-415-remedy = Revenez en arrière et utilisez le formulaire de la page.
error-429-title = Trop de tentatives
error-429-remedy = Attendez quelques minutes, puis réessayez.
error-500-title = Cela n’a pas fonctionné, et vous n’y êtes pour rien
error-500-remedy = Réessayez dans un instant. Si cela se reproduit, indiquez la référence ci-dessous à votre assistance.
error-503-title = Indisponible pour le moment
error-503-remedy = Une partie du service ne répond pas. Réessayez dans un instant ; rien de ce que vous avez fait n’est perdu.

denied-todo = Ce que vous pouvez faire

form-post-hint = Cette page transmet votre connexion à l’application.
form-post-go = Continuer

providers-title = Choisissez votre organisation
providers-for = Vous continuerez ensuite vers { $host }
providers-all = Toutes les organisations
providers-recent = Déjà utilisées dans ce navigateur
providers-forget = Oublier ce qui a été utilisé ici
providers-search = Nom de votre organisation
providers-search-button = Chercher
providers-found = { $found ->
    [one] Une organisation
   *[other] { $found } organisations
}
providers-some = { $shown } organisations sur { $found }. Écrivez une partie d’un nom pour voir les autres.
providers-none = Aucune organisation ne porte ce nom. Vérifiez l’orthographe ou essayez une partie plus courte.
providers-back = Revenir sans choisir
