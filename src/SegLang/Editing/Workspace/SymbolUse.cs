using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>A place that names a symbol: its declaration, or a use.</summary>
public sealed record SymbolUse(SourceText Source, TextSpan Span, Symbol Symbol, bool IsDeclaration);
