namespace Graft.Faces.Tests;

/// <summary>Where the galleries of a test are.</summary>
public enum Store
{
    Sqlite,
    Postgres,
}
