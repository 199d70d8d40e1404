namespace Graft.Faces.Tests;

/// <summary>Tests of what only galleries in PostgreSQL do, in a database of their own, one after the other: they end connections.</summary>
[Collection("PostgreSQL alone")]
public abstract class PostgresTest : IDisposable
{
    private protected const string Database = "alone";

    private protected TestStore Place { get; } = new(Store.Postgres, Database);

    public void Dispose()
    {
        Place.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Refusal(Func<object?> work)
    {
        var failure = Assert.Throws<GraftException>(() => work());
        Assert.DoesNotContain("s3cret", failure.ToString());
        Assert.DoesNotContain("hush", failure.ToString());
        return failure.Message;
    }

    private protected static string Refusal(Action work) => Refusal(() =>
    {
        work();
        return null;
    });
}
