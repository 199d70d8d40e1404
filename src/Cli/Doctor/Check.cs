namespace Graft.Cli;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">Whether it works.</param>
/// <param name="Found">Version, size or place; the failure where it fails.</param>
/// <param name="Cure">What to do, where something is to be done.</param>
internal sealed record Check(string Name, CheckState State, string Found, string Cure = "");
