namespace Graft.Reports;

/// <summary>Text that is HTML already.</summary>
/// <param name="Html">Written as it is.</param>
internal readonly record struct Markup(string Html);
