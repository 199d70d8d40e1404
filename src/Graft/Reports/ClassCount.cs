namespace Graft.Reports;

/// <summary>Pictures of one class.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Training">Pictures trained on.</param>
/// <param name="Validation">Pictures validated on.</param>
/// <param name="Test">Pictures tested on.</param>
public sealed record ClassCount(string Class, int Training, int Validation, int Test = 0);
