//! What is wrong with a document before anybody asks what it means.

/// Why a document is not read. Nothing of it may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("the document is larger than is read")]
    TooLong,
    #[error("the text is not UTF-8")]
    NotUtf8,
    #[error("the text is not well-formed XML with namespaces")]
    NotXml,
    #[error("only XML 1.0 is read")]
    Version,
    #[error("only UTF-8 may be declared")]
    Encoding,
    /// A document type is never legitimate in SAML, and is where entities come from.
    #[error("a document type is not allowed")]
    Doctype,
    #[error("elements are nested too deeply")]
    TooDeep,
    #[error("there are too many elements")]
    TooManyElements,
    #[error("an element has too many attributes")]
    TooManyAttributes,
    #[error("two elements have the same identifier")]
    DuplicateId,
    /// An identifier that is empty, no name, or beside another one on the same element.
    #[error("the identifier of `{0}` is not usable")]
    BadId(&'static str),
    /// `xsi:type` where it could give an element another meaning.
    #[error("an element claims another type")]
    Typed,
    #[error("the element is not `{0}`")]
    Unexpected(&'static str),
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{0}` is there twice")]
    Repeated(&'static str),
    #[error("`{0}` has a value that cannot be")]
    Value(&'static str),
    /// Elements, comments, processing instructions or CDATA inside a value: programs read such values differently.
    #[error("the value of `{0}` is not plain text")]
    Mixed(&'static str),
    #[error("the version of `{0}` is not 2.0")]
    SamlVersion(&'static str),
}
