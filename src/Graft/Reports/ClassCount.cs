namespace Graft.Reports;

/// <summary>Images of one class.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Training">Images trained on.</param>
/// <param name="Validation">Images validated on.</param>
/// <param name="Test">Images tested on.</param>
public sealed record ClassCount(string Class, int Training, int Validation, int Test = 0);
