namespace Graft.Runtime;

/// <summary>One comparison of new images with the reference.</summary>
/// <param name="Subject">What was compared: embedding, confidence, classes, brightness, warmth, tint, contrast, sharpness or shape.</param>
/// <param name="Statistic">What measures the difference: energy distance, Kolmogorov-Smirnov or chi-squared.</param>
/// <param name="Value">The statistic.</param>
/// <param name="Threshold">What it must exceed to count.</param>
/// <param name="P">How often chance alone gives as much, without the correction for several tests.</param>
/// <param name="IsUnlike">Whether it counts, corrected for all tests together.</param>
/// <param name="Effect">How large the difference is, in words.</param>
public sealed record DriftTest(string Subject, string Statistic, double Value, double Threshold, double P, bool IsUnlike, string Effect);
