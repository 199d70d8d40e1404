namespace Graft.Faces.Tests;

/// <summary>Where there can be no index, and what is said then.</summary>
public sealed class IndexRefusalTests : IndexTest
{
    [Fact]
    public void A_file_keeps_none()
    {
        Assert.Contains("is a file, and only a database of PostgreSQL keeps an index (--index", Refusal(() => FaceGallery.Create(Folder["g"],
            SyntheticPeople.Contract, With(Options))));
        Assert.Empty(Directory.GetFiles(Folder.Root));
        using (FaceGallery.Create(Folder["g"], SyntheticPeople.Contract)) { }
        Assert.Contains("is a file", Refusal(() => FaceGallery.OpenOrCreate(Folder["g"], SyntheticPeople.Contract, Options)));
    }

    [Fact]
    public void A_gallery_that_was_made_without_one_has_none()
    {
        using (Create(options: new())) { }
        Assert.Contains("has no index", Refusal(() => Open(Options)));
        using var gallery = Open();
        Assert.Equal(1, gallery.MeasureRecall());
        Assert.Null(gallery.Recall);
    }

    [Fact]
    public void Means_of_a_person_are_not_searched()
    {
        using (Create()) { }
        foreach (var score in new[] { PersonScore.Mean, PersonScore.Centroid })
            Assert.Contains("--score best", Refusal(() => Open(new() { Score = score })));
    }

    [Fact]
    public void Without_pgvector_or_with_an_old_one_or_for_long_descriptors_nothing_is_made()
    {
        Sql("UPDATE pg_extension SET extversion = '0.4.4' WHERE extname = 'vector'");
        try
        {
            Assert.Contains("has pgvector 0.4.4. 0.5 or later is needed", Refusal(() => Create()));
        }
        finally
        {
            Sql("UPDATE pg_extension SET extversion = '0.8.0' WHERE extname = 'vector'");
        }
        Assert.Contains("2000 values at most, not of 2048", Refusal(() => Create(SyntheticPeople.Contract with { Dimension = 2048 })));
        Sql("DROP EXTENSION vector CASCADE");
        Assert.Contains("has no pgvector, which --index", Refusal(() => Create()));
        Assert.Empty(Directory.GetFiles(Folder.Root));
        using (Create(options: new())) { }
    }

    [Fact]
    public void A_gallery_whose_index_the_server_cannot_use_is_not_opened()
    {
        using (Create()) { }
        Assert.Equal(4L, Sql("SELECT number FROM version"));
        Sql("DROP EXTENSION vector CASCADE");
        Assert.Contains("has no pgvector", Refusal(() => Open()));
    }

    private static string Refusal(Func<object?> work) => Assert.Throws<GraftException>(() => work()).Message;
}
